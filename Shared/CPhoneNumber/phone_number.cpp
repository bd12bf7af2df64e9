#include "CPhoneNumber.h"

#include <cstring>
#include <exception>
#include <string>

#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

extern "C" size_t stratum_phone_e164(const char *text, size_t count, const char *region, char *e164, int *is_possible) {
    // No exception may leave C++.
    try {
        const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        if (util.Parse(std::string(text, count), region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return 0;
        std::string formatted;
        util.Format(number, PhoneNumberUtil::E164, &formatted);
        if (formatted.size() > STRATUM_PHONE_TEXT_MAX) return 0;
        *is_possible = util.IsPossibleNumberWithReason(number) == PhoneNumberUtil::IS_POSSIBLE ? 1 : 0;
        std::memcpy(e164, formatted.data(), formatted.size());
        return formatted.size();
    } catch (const std::exception &) {
        return 0;
    }
}
