namespace OrleansVideo.Grains;

/// <summary>
/// Gauges of what the whole cluster shares and only a call or a query can tell. Meters are read without waiting, so what
/// they show is fetched beforehand; every silo shows the same (in PromQL: <c>max</c>, not <c>sum</c>).
/// </summary>
public interface IClusterGauges
{
    /// <summary>Fetches the values anew.</summary>
    Task RefreshAsync();

    /// <summary>The values could not be fetched: nothing is shown rather than something old.</summary>
    void Forget();
}
