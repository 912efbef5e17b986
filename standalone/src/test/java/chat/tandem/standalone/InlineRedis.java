package chat.tandem.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A few words with a Redis, in the form that a person would type. */
final class InlineRedis {

    private InlineRedis() {}

    /** Sends the commands one after another and returns the first line of the last answer. */
    static String ask(int port, String... commands) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            String answer = "";
            for (String command : commands) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                answer = String.valueOf(answers.readLine());
            }
            return answer;
        }
    }
}
