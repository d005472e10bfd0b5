import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * Some nodes of a cluster on this machine, in one process: FOLDER FIRST LAST ALL HTTP TRANSPORT. FIRST to LAST are the
 * numbers of the nodes, from 1, of ALL; HTTP and TRANSPORT are the ports of node 1, and those of the others follow.
 */
public final class LocalNodes {
    private static final String HOST = "127.0.0.1";

    public static void main(String[] arguments) throws Exception {
        String folder = arguments[0];
        int first = Integer.parseInt(arguments[1]), last = Integer.parseInt(arguments[2]);
        int all = Integer.parseInt(arguments[3]);
        int http = Integer.parseInt(arguments[4]), transport = Integer.parseInt(arguments[5]);
        List<String> names = new ArrayList<>(), addresses = new ArrayList<>();
        for (int node = 1; node <= all; node++) {
            names.add("node-" + node);
            addresses.add(HOST + ":" + (transport + node - 1));
        }
        OpenSearchRunner runner = new OpenSearchRunner();
        // The runner counts the nodes of this process from 1. Without these ports it would join any cluster that it finds.
        runner.onBuild((number, settings) -> {
            int node = first + number - 1;
            settings.put("node.name", names.get(node - 1));
            settings.put("network.host", HOST);
            settings.put("http.port", String.valueOf(http + node - 1));
            settings.put("transport.port", String.valueOf(transport + node - 1));
            settings.put("discovery.type", "zen");
            settings.putList("discovery.seed_hosts", addresses);
            settings.putList("cluster.initial_cluster_manager_nodes", names);
            settings.put("discovery.initial_state_timeout", "0s"); // else node 1 waits for half a minute
            settings.put("cluster.routing.allocation.disk.threshold_enabled", "false");
        });
        runner.build(OpenSearchRunner.newConfigs()
            .basePath(folder).numOfNode(last - first + 1).clusterName("newsgrep-" + http));
        new CountDownLatch(1).await();
    }
}
