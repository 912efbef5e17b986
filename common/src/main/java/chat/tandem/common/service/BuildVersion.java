package chat.tandem.common.service;

import chat.tandem.common.ops.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"Tandem " + BuildInfo.read()};
    }
}
