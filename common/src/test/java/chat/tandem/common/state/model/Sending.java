package chat.tandem.common.state.model;

/**
 * A message about to be sent.
 *
 * @param upload the id of an image's upload; empty for text
 * @param prefix its data as JSON without the end
 * @param highest the highest sequence that its gateway has seen
 */
record Sending(String conversation, String id, String upload, String prefix, long highest) {
    String kind() {
        return upload.isEmpty() ? "text" : "image";
    }

    @Override
    public String toString() {
        return conversation + " " + id + " above " + highest + (upload.isEmpty() ? "" : " upload " + upload);
    }
}
