/** Tests of the page's modules. */
@NullMarked
package chat.tandem.gateway.page;

import org.jspecify.annotations.NullMarked;
