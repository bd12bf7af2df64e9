// protobuf-c's names, from their door.
#include "../../../Shared/CProtobufC/shim.h"
