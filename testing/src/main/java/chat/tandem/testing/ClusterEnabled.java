package chat.tandem.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a {@link RedisStore} or {@link RedisProcess} parameter: a Redis in cluster mode, one node that owns every slot. It
 * answers CROSSSLOT and CLUSTER SLOTS as a real cluster does.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface ClusterEnabled {}
