package chat.tandem.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.protocol.ClientCommand.Content;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameParserTest {
    private static final String CONVERSATION = "0190b5a0-7c00-7000-8000-0000000000ab";
    private static final String CHECKSUM = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private static final String MESSAGE = "5f0c1a52-3f5e-4b8e-9a53-0c2b7d1e4f60";

    @Test
    void everyCommandIsReadWithItsFields() {
        assertThat(command(
                        "hello",
                        "{\"token\":\"t\",\"name\":\"Ada\",\"resume\":{\"conversationId\":\"" + CONVERSATION
                                + "\",\"sequence\":0}}"))
                .isEqualTo(new ClientCommand.Hello("t", "Ada", new ClientCommand.Resume(CONVERSATION, 0)));
        assertThat(command("hello", "{}")).isEqualTo(new ClientCommand.Hello(null, null, null));
        assertThat(command("ping", "{}")).isEqualTo(new ClientCommand.Ping());
        assertThat(command("join-queue", "{}")).isEqualTo(new ClientCommand.JoinQueue(List.of()));
        assertThat(command("leave-queue", "{}")).isEqualTo(new ClientCommand.LeaveQueue());
        assertThat(command("send-message", send("\"Hello, \\u00e4\\ud83d\\ude00\"")))
                .isEqualTo(new ClientCommand.SendMessage(CONVERSATION, MESSAGE, new Content.Text("Hello, ä😀")));
        assertThat(command("typing", "{\"conversationId\":\"" + CONVERSATION + "\",\"typing\":true}"))
                .isEqualTo(new ClientCommand.Typing(CONVERSATION, true));
        assertThat(command("read", "{\"conversationId\":\"" + CONVERSATION + "\",\"sequence\":7}"))
                .isEqualTo(new ClientCommand.Read(CONVERSATION, 7));
        assertThat(command("next", "{\"conversationId\":\"" + CONVERSATION + "\"}"))
                .isEqualTo(new ClientCommand.Next(CONVERSATION, List.of()));
        assertThat(command("leave-conversation", "{\"conversationId\":\"" + CONVERSATION + "\"}"))
                .isEqualTo(new ClientCommand.LeaveConversation(CONVERSATION));
        assertThat(command("history", "{\"conversationId\":\"" + CONVERSATION + "\",\"after\":0,\"limit\":100}"))
                .isEqualTo(new ClientCommand.History(CONVERSATION, null, 0L, 100));
        assertThat(command("history", "{\"conversationId\":\"" + CONVERSATION + "\",\"before\":1}"))
                .isEqualTo(new ClientCommand.History(CONVERSATION, 1L, null, 50));
        assertThat(command("conversations", "{}")).isEqualTo(new ClientCommand.Conversations(null, 50));
        assertThat(command("conversations", "{\"before\":\"" + CONVERSATION + "\",\"limit\":1}"))
                .isEqualTo(new ClientCommand.Conversations(CONVERSATION, 1));
    }

    @Test
    void everyCommandOfImagesIsReadWithItsFields() {
        assertThat(command("request-upload", "{\"contentType\":\"image/webp\",\"size\":10485760}"))
                .isEqualTo(new ClientCommand.RequestUpload("image/webp", 10485760, null));
        assertThat(command(
                        "request-upload", "{\"contentType\":\"image/png\",\"size\":1,\"sha256\":\"" + CHECKSUM + "\"}"))
                .isEqualTo(new ClientCommand.RequestUpload("image/png", 1, CHECKSUM));
        assertThat(command("complete-upload", "{\"uploadId\":\"" + MESSAGE + "\"}"))
                .isEqualTo(new ClientCommand.CompleteUpload(MESSAGE));
        assertThat(command(
                        "send-message",
                        "{\"conversationId\":\"" + CONVERSATION + "\",\"id\":\"" + MESSAGE
                                + "\",\"type\":\"image\",\"uploadId\":\"" + MESSAGE + "\"}"))
                .isEqualTo(new ClientCommand.SendMessage(CONVERSATION, MESSAGE, new Content.Image(MESSAGE)));
    }

    @Test
    void dataMayBeMissingWhereNothingIsNeeded() {
        assertThat(FrameParser.parse("{\"event\":\"ping\",\"id\":9007199254740991}"))
                .isEqualTo(new ClientFrame.Command(9007199254740991L, new ClientCommand.Ping()));
        assertThat(FrameParser.parse("{\"event\":\"ping\"}"))
                .isEqualTo(new ClientFrame.Command(0, new ClientCommand.Ping()));
    }

    @Test
    void unknownFieldsAreIgnored() {
        assertThat(FrameParser.parse("{\"event\":\"ping\",\"more\":[1.5,null,{\"a\":{}}],\"data\":{\"else\":-1e9}}"))
                .isEqualTo(new ClientFrame.Command(0, new ClientCommand.Ping()));
    }

    @Test
    void interestsAreComparedWithoutCaseAndSurroundingSpace() {
        assertThat(command("join-queue", "{\"interests\":[\" Chess\",\"\u00a0chess \",\"GO\"]}"))
                .isEqualTo(
                        new ClientCommand.JoinQueue(List.of(new Interest("Chess", "chess"), new Interest("GO", "go"))));
    }

    @Test
    void aFieldThatIsNullCountsAsMissing() {
        assertThat(command("hello", "{\"token\":null,\"name\":null,\"resume\":null}"))
                .isEqualTo(new ClientCommand.Hello(null, null, null));
        assertThat(command("conversations", "{\"before\":null}")).isEqualTo(new ClientCommand.Conversations(null, 50));
        assertThat(command("request-upload", "{\"contentType\":\"image/png\",\"size\":1,\"sha256\":null}"))
                .isEqualTo(new ClientCommand.RequestUpload("image/png", 1, null));
        assertThat(command("join-queue", "{\"interests\":null}")).isEqualTo(new ClientCommand.JoinQueue(List.of()));
        assertThat(command(
                        "history",
                        "{\"conversationId\":\"" + CONVERSATION + "\",\"before\":null,\"after\":0,\"limit\":null}"))
                .isEqualTo(new ClientCommand.History(CONVERSATION, null, 0L, 50));
    }

    @Test
    void aBodyMayHoldLinesAndTabsAndTurnItself() {
        String body = "a\n\r\tb \u202e \u2067c\u2069";
        assertThat(command(
                        "send-message",
                        "{\"conversationId\":\"" + CONVERSATION + "\",\"id\":\"" + MESSAGE
                                + "\",\"type\":\"text\",\"body\":" + JsonText.quote(body) + "}"))
                .isEqualTo(new ClientCommand.SendMessage(CONVERSATION, MESSAGE, new Content.Text(body)));
    }

    @Test
    void idsAreKeptInLowerCase() {
        assertThat(command("leave-conversation", "{\"conversationId\":\"0190B5A0-7C00-7000-8000-0000000000AB\"}"))
                .isEqualTo(new ClientCommand.LeaveConversation(CONVERSATION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "null",
                "7",
                "\"ping\"",
                "{",
                "{\"event\":\"ping\"",
                "{\"event\":\"ping\"} {}",
                "{\"event\":\"ping\",}",
                "{event:\"ping\"}",
                "{'event':'ping'}",
                "{\"event\":\"ping\",\"data\":NaN}",
                "{\"event\":\"ping\"}\u0000",
                "\uFEFF{\"event\":\"ping\"}",
                "{\"event\":\"ping\",\"data\":null}",
                "{\"event\":\"ping\",\"data\":[]}",
                "{\"event\":\"ping\",\"data\":\"{}\"}",
                "{\"event\":\"ping\",\"event\":\"ping\"}",
                "{\"event\":\"ping\",\"data\":{\"a\":1,\"a\":1}}",
                "{\"event\":\"ping\",\"more\":[{\"a\":1,\"a\":2}]}"
            })
    void whatIsNoFrameIsAnInvalidFrame(String text) {
        assertThat(FrameParser.parse(text)).isInstanceOfSatisfying(ClientFrame.Refused.class, refused -> {
            assertThat(refused.error().code()).isEqualTo(ErrorCode.INVALID_FRAME);
            assertThat(refused.id()).isZero();
        });
    }

    @Test
    void deepNestingIsAnInvalidFrameAndNoFault() {
        assertThat(FrameParser.parse("{\"event\":\"ping\",\"data\":{\"a\":" + "[".repeat(60_000)))
                .isInstanceOf(ClientFrame.Refused.class);
    }

    @Test
    void anInvalidFrameWithAnIdIsAnsweredUnderIt() {
        assertThat(FrameParser.parse("{\"id\":4,\"event\":\"ping\",\"data\":[]}")
                        .id())
                .isEqualTo(4);
        assertThat(FrameParser.parse("{\"event\":\"ping\",\"event\":\"ping\",\"id\":5}")
                        .id())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0", "-1", "1.5", "1.0", "9007199254740992", "1e3", "\"1\"", "true", "[]", "{}"})
    void anIdThatCannotBeUsedIsAWrongField(String id) {
        assertThat(FrameParser.parse("{\"event\":\"ping\",\"id\":" + id + "}"))
                .isInstanceOfSatisfying(ClientFrame.Refused.class, refused -> {
                    assertThat(refused.id()).isZero();
                    assertThat(refused.error().code()).isEqualTo(ErrorCode.INVALID_FIELD);
                    assertThat(refused.error().field()).isEqualTo("id");
                });
    }

    @Test
    void anUnknownOrMissingEventIsToldApart() {
        assertThat(refusal("{\"event\":\"dance\",\"id\":1}").code()).isEqualTo(ErrorCode.UNKNOWN_EVENT);
        assertThat(refusal("{\"id\":1}").field()).isEqualTo("event");
        assertThat(refusal("{\"event\":7}").field()).isEqualTo("event");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "hello|token|{`token`:7}",
                "hello|name|{`name`:``}",
                "hello|name|{`name`:` \\t\\u00a0`}",
                "hello|name|{`name`:`a\\u0000`}",
                "hello|name|{`name`:`\\ud800`}",
                "hello|name|{`name`:`\\u200b`}",
                "hello|name|{`name`:`a\\nb`}",
                "hello|name|{`name`:`a\\u2029b`}",
                "hello|name|{`name`:`Ada\\u202e`}",
                "hello|name|{`name`:`\\u2067Ada`}",
                "hello|name|{`name`:`123456789012345678901234567890123`}",
                "hello|resume|{`resume`:7}",
                "hello|resume.conversationId|{`resume`:{`sequence`:1}}",
                "hello|resume.conversationId|{`resume`:{`conversationId`:`x`,`sequence`:1}}",
                "hello|resume.sequence|{`resume`:{`conversationId`:`C`}}",
                "hello|resume.sequence|{`resume`:{`conversationId`:`C`,`sequence`:-1}}",
                "join-queue|interests|{`interests`:`chess`}",
                "join-queue|interests|{`interests`:[7]}",
                "join-queue|interests|{`interests`:[``]}",
                "join-queue|interests|{`interests`:[`  `]}",
                "join-queue|interests|{`interests`:[`a\\u0000b`]}",
                "join-queue|interests|{`interests`:[`\\udc00`]}",
                "join-queue|interests|{`interests`:[null]}",
                "join-queue|interests|{`interests`:[`\\u3164`]}",
                "join-queue|interests|{`interests`:[`chess\\u202e`]}",
                "join-queue|interests|{`interests`:[`a\\tb`]}",
                "join-queue|interests|{`interests`:[`123456789012345678901234567890123`]}",
                "join-queue|interests|{`interests`:[`a`,`b`,`c`,`d`,`e`,`f`]}",
                "send-message|conversationId|{}",
                "send-message|conversationId|{`conversationId`:7,`id`:`M`,`type`:`text`,`body`:`b`}",
                "send-message|conversationId|{`conversationId`:`7`,`id`:`M`,`type`:`text`,`body`:`b`}",
                "send-message|id|{`conversationId`:`C`,`type`:`text`,`body`:`b`}",
                "send-message|id|{`conversationId`:`C`,`id`:`g0000000-0000-0000-0000-000000000000`}",
                "send-message|id|{`conversationId`:`C`,`id`:7,`type`:`text`,`body`:`b`}",
                "send-message|type|{`conversationId`:`C`,`id`:`M`,`body`:`b`}",
                "send-message|type|{`conversationId`:`C`,`id`:`M`,`type`:`video`,`body`:`b`}",
                "send-message|type|{`conversationId`:`C`,`id`:`M`,`type`:1,`body`:`b`}",
                "send-message|body|{`conversationId`:`C`,`id`:`M`,`type`:`text`}",
                "send-message|body|{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:``}",
                "send-message|body|{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:` \\n `}",
                "send-message|body|{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:7}",
                "send-message|body|{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:`a\\u0000`}",
                "send-message|body|{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:`a\\ud83d`}",
                "send-message|body|{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:`a\\u0001`}",
                "send-message|body|{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:`a\\u0085`}",
                "send-message|body|{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:`\\u2800\\u200d`}",
                "send-message|body|{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:null}",
                "send-message|body|{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:`\\ude00\\ud83d`}",
                "typing|conversationId|{`typing`:true}",
                "typing|typing|{`conversationId`:`C`}",
                "typing|typing|{`conversationId`:`C`,`typing`:`true`}",
                "typing|typing|{`conversationId`:`C`,`typing`:null}",
                "read|conversationId|{`sequence`:1}",
                "read|sequence|{`conversationId`:`C`}",
                "read|sequence|{`conversationId`:`C`,`sequence`:0}",
                "read|sequence|{`conversationId`:`C`,`sequence`:1.5}",
                "read|sequence|{`conversationId`:`C`,`sequence`:9007199254740992}",
                "read|sequence|{`conversationId`:`C`,`sequence`:`1`}",
                "next|conversationId|{}",
                "next|interests|{`conversationId`:`C`,`interests`:{}}",
                "leave-conversation|conversationId|{}",
                "leave-conversation|conversationId|{`conversationId`:null}",
                "history|conversationId|{}",
                "history|before|{`conversationId`:`C`,`before`:0}",
                "history|after|{`conversationId`:`C`,`after`:-1}",
                "history|after|{`conversationId`:`C`,`before`:1,`after`:1}",
                "history|limit|{`conversationId`:`C`,`limit`:0}",
                "history|limit|{`conversationId`:`C`,`limit`:101}",
                "history|limit|{`conversationId`:`C`,`limit`:`50`}",
                "conversations|before|{`before`:``}",
                "conversations|before|{`before`:7}",
                "conversations|before|{`before`:`C'`}",
                "conversations|limit|{`limit`:0}",
                "conversations|limit|{`limit`:101}",
                "send-message|uploadId|{`conversationId`:`C`,`id`:`M`,`type`:`image`}",
                "send-message|uploadId|{`conversationId`:`C`,`id`:`M`,`type`:`image`,`uploadId`:`https://x/y.png`}",
                "send-message|uploadId|{`conversationId`:`C`,`id`:`M`,`type`:`image`,`uploadId`:7,`body`:`b`}",
                "request-upload|contentType|{`size`:1}",
                "request-upload|contentType|{`contentType`:`image/svg+xml`,`size`:1}",
                "request-upload|contentType|{`contentType`:`text/html`,`size`:1}",
                "request-upload|contentType|{`contentType`:`IMAGE/PNG`,`size`:1}",
                "request-upload|contentType|{`contentType`:`image/png; charset=x`,`size`:1}",
                "request-upload|contentType|{`contentType`:[`image/png`],`size`:1}",
                "request-upload|size|{`contentType`:`image/png`}",
                "request-upload|size|{`contentType`:`image/png`,`size`:0}",
                "request-upload|size|{`contentType`:`image/png`,`size`:-1}",
                "request-upload|size|{`contentType`:`image/png`,`size`:1.5}",
                "request-upload|size|{`contentType`:`image/png`,`size`:10485761}",
                "request-upload|size|{`contentType`:`image/png`,`size`:`1`}",
                "request-upload|sha256|{`contentType`:`image/png`,`size`:1,`sha256`:``}",
                "request-upload|sha256|{`contentType`:`image/png`,`size`:1,`sha256`:7}",
                "request-upload|sha256|{`contentType`:`image/png`,`size`:1,`sha256`:`AAAA`}",
                "request-upload|sha256|{`contentType`:`image/png`,`size`:1,`sha256`:`47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=`}",
                "request-upload|sha256|{`contentType`:`image/png`,`size`:1,`sha256`:`47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU`}",
                "request-upload|sha256|{`contentType`:`image/png`,`size`:1,`sha256`:`47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=`}",
                "complete-upload|uploadId|{}",
                "complete-upload|uploadId|{`uploadId`:``}",
                "complete-upload|uploadId|{`uploadId`:`../M`}",
                "complete-upload|uploadId|{`uploadId`:{}}"
            })
    void aWrongFieldIsNamed(String event, String field, String data) {
        String json = data.replace('`', '"')
                .replace("\"C\"", '"' + CONVERSATION + '"')
                .replace("\"M\"", '"' + MESSAGE + '"');
        assertThat(FrameParser.parse("{\"event\":\"" + event + "\",\"id\":3,\"data\":" + json + "}"))
                .isInstanceOfSatisfying(ClientFrame.Refused.class, refused -> {
                    assertThat(refused.id()).isEqualTo(3);
                    assertThat(refused.event()).isEqualTo(event);
                    assertThat(refused.error().code()).isEqualTo(ErrorCode.INVALID_FIELD);
                    assertThat(refused.error().field()).isEqualTo(field);
                });
    }

    @Test
    void theLargestValuesAreAccepted() {
        String body = "😀".repeat(2000);
        assertThat(command("send-message", send('"' + body + '"')))
                .isEqualTo(new ClientCommand.SendMessage(CONVERSATION, MESSAGE, new Content.Text(body)));
        assertThat(refusal("{\"event\":\"send-message\",\"data\":" + send('"' + body + "a\"") + "}")
                        .field())
                .isEqualTo("body");
        String name = "😀".repeat(32);
        assertThat(command("hello", "{\"name\":\"" + name + "\"}"))
                .isEqualTo(new ClientCommand.Hello(null, name, null));
    }

    private static String send(String body) {
        return "{\"conversationId\":\"" + CONVERSATION + "\",\"id\":\"" + MESSAGE + "\",\"type\":\"text\",\"body\":"
                + body + "}";
    }

    private static ClientCommand command(String event, String data) {
        ClientFrame frame = FrameParser.parse("{\"event\":\"" + event + "\",\"id\":3,\"data\":" + data + "}");
        assertThat(frame).isInstanceOf(ClientFrame.Command.class);
        return ((ClientFrame.Command) frame).command();
    }

    private static ProtocolError refusal(String text) {
        ClientFrame frame = FrameParser.parse(text);
        assertThat(frame).isInstanceOf(ClientFrame.Refused.class);
        return ((ClientFrame.Refused) frame).error();
    }
}
