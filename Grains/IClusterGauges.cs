namespace OrleansVideo.Grains;

/// <summary>
/// Gauges of what the whole cluster shares and only a call or a query can tell. Meters are read without waiting, so what
/// they show is fetched beforehand, by one silo of the cluster at a time (in PromQL: <c>max</c>, as two may show them for a moment).
/// </summary>
public interface IClusterGauges
{
    /// <summary>Fetches the values again.</summary>
    Task RefreshAsync();

    /// <summary>The values could not be fetched, or another silo shows them: nothing is shown rather than something old.</summary>
    void Forget();
}
