/// A gender as platforms know it: they take two letters, and what is neither is left out.
enum Gender: String {
    case female = "f"
    case male = "m"

    init?(_ text: String) {
        switch NormalText.text(text) {
        case "f", "female", "woman", "girl", "lady", "she", "her", "hers", "herself", "mother", "mom", "mum", "mrs", "ms", "miss":
            self = .female
        case "m", "male", "man", "boy", "gentleman", "he", "him", "his", "himself", "father", "dad", "mr":
            self = .male
        default: return nil
        }
    }
}
