package chat.tandem.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {

    @Test
    void bothDriversAreToldTheSame() {
        var address = PostgresAddress.parse("postgresql://me:p%40ss%2Bword@db.example:6432/chat?sslmode=require");

        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:6432/chat?sslmode=require");
        assertThat(address.password()).isEqualTo("p@ss+word");
        var options = address.connectOptions();
        assertThat(options.getHost() + options.getPort() + options.getDatabase() + options.getUser())
                .isEqualTo("db.example6432chatme");
        assertThat(options.getPassword()).isEqualTo("p@ss+word");
        assertThat(options.getSslMode()).hasToString("REQUIRE");
    }

    @Test
    void portAndPasswordMayBeMissing() {
        var address = PostgresAddress.parse("postgres://me@localhost/chat");

        assertThat(address).isEqualTo(new PostgresAddress("localhost", 5432, "chat", "me", "", ""));
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(PostgresAddress.parse("postgresql://me:s3cret@localhost/chat"))
                .hasToString("postgresql://me@localhost:5432/chat");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:5432",
                "mysql://me:s3cret@localhost/chat",
                "postgresql://localhost/chat",
                "postgresql://me:s3cret@localhost",
                "postgresql://me:s3cret@localhost/",
                "postgresql://me:s3cret^%@localhost/chat"
            })
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> PostgresAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgresql://user:password@host:port/database")
                .hasMessageNotContaining("s3cret");
    }
}
