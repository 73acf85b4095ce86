using Microsoft.Extensions.Options;
using OrleansVideo.Catalog;

namespace OrleansVideo.Grains.Catalog;

/// <summary>Lets as many searches run on this silo at once as the options say; others wait a little, in the order of their coming.</summary>
internal sealed class SearchGate(IOptions<CatalogOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Value.MaxConcurrentSearches);

    /// <summary>Runs a search when there is a place for it.</summary>
    /// <param name="search">The search.</param>
    /// <param name="cancellationToken">Gives up the place in the line.</param>
    /// <returns>What it found; <see cref="RefusalCode.SearchBusy"/> when no place was free in time.</returns>
    public async Task<Result<T>> RunAsync<T>(Func<Task<T>> search, CancellationToken cancellationToken)
        where T : class
    {
        if (!await _places.WaitAsync(options.Value.SearchQueueTimeout, cancellationToken)) return RefusalCode.SearchBusy;
        try
        {
            return await search();
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}
