/** The manifests in {@code k8s/}: what a cluster would refuse, and what only this code can know to be wrong. */
@NullMarked
package chat.tandem.e2e.k8s;

import org.jspecify.annotations.NullMarked;
