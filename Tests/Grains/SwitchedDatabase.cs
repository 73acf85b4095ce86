using System.Data.Common;
using System.Globalization;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Tests.Grains;

/// <summary>
/// The site's database with a clock that the test moves, which need not be the one of the silos, and with a switch: while a failure is
/// set, every use of it fails so.
/// </summary>
internal sealed class SwitchedDatabase(IVideoDatabase inner, TimeProvider clock) : IVideoDatabase
{
    private volatile Exception? _failure;
    private volatile Task _written = Task.CompletedTask;

    public string NowMilliseconds => clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    public VideoSearch Search => inner.Search;

    public void Fail(Exception? failure) => _failure = failure;

    /// <summary>From now on a write waits for this, and fails as it does.</summary>
    public void Hold(Task written) => _written = written;

    public ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default) =>
        _failure is { } failure ? ValueTask.FromException<DbConnection>(failure) : inner.OpenAsync(cancellationToken);

    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default)
    {
        await _written;
        return _failure is { } failure ? throw failure : await inner.WriteAsync(work, cancellationToken);
    }
}
