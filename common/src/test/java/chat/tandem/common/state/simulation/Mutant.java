package chat.tandem.common.state.simulation;

/**
 * An error put into a script on purpose.
 *
 * @param script its name; empty for all that hold the line
 * @param what the text that is replaced
 * @param with by what
 */
record Mutant(String name, String script, String what, String with) {
    static final Mutant NONE = new Mutant("none", "none", "", "");

    String of(String named, String text) {
        if (script.equals(named)) {
            return Texts.replace(text, what, with);
        }
        return script.isEmpty() ? text.replace(what, with) : text;
    }

    @Override
    public String toString() {
        return name;
    }
}
