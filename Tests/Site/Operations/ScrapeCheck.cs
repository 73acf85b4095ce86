using System.Text.RegularExpressions;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>What a Prometheus must know of a site, of one process or of many, after one playback and one refusal.</summary>
internal static partial class ScrapeCheck
{
    private static readonly string[] Queries =
    [
        """orleansvideo_stream_grants_total >= 1""",
        """orleansvideo_stream_bytes_total > 0""",
        """orleansvideo_stream_refusals_total{rule="streams-exhausted"} >= 1""",
        """orleansvideo_problems_total{code="streams-exhausted",http_response_status_code="429"} >= 1""",
        """max(orleansvideo_stream_capacity) == 1""",
        """max(orleansvideo_stream_leases) == 1""",
        """max(orleansvideo_deletion_dead_letters) == 0""",
        """orleansvideo_media_free_bytes > 0""",
        """orleans_grains{grain_type="stream-limiter"} == 1""",
        """http_server_request_duration_seconds_count{http_response_status_code="429",http_route=~"/videos/.*"} >= 1""",
        """dotnet_process_memory_working_set_bytes > 0""",
        """target_info{service_name=~"orleansvideo-(web|silo)",service_instance_id!="",service_version!=""} == 1""",
    ];

    /// <summary>Waits until each figure is there, and makes sure that the alert rules ask for nothing that does not exist.</summary>
    public static async Task Holds(Prometheus prometheus)
    {
        foreach (var query in Queries) await prometheus.Reaches(query);
        var rules = await File.ReadAllTextAsync(Repository.At("deploy", "prometheus", "rules.yml"));
        var asked = OwnMetric().Matches(rules).Select(match => match.Value).Distinct().ToArray();
        Assert.True(asked.Length >= 4, "The rules ask for almost nothing of the site's own.");
        Assert.Empty(asked.Except(await prometheus.Names()));
    }

    [GeneratedRegex(@"\borleansvideo_\w+")]
    private static partial Regex OwnMetric();
}
