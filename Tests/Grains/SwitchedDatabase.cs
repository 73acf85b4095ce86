using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
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
    private volatile Func<CancellationToken, Task> _read = _ => Task.CompletedTask;
    private volatile Func<Task> _longRead = () => Task.CompletedTask;
    private volatile Action<SqliteConnection> _opened = _ => { };

    public string NowMilliseconds => clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    public VideoSearch Search => inner.Search;

    public void Fail(Exception? failure) => _failure = failure;

    /// <summary>From now on a write waits for this, and fails as it does.</summary>
    public void Hold(Task written) => _written = written;

    /// <summary>From now on a read does this first, with the token that it was given.</summary>
    public void BeforeReads(Func<CancellationToken, Task> work) => _read = work;

    /// <summary>From now on a search does this first.</summary>
    public void BeforeLongReads(Func<Task> work) => _longRead = work;

    /// <summary>From now on this is done with each connection for reading before its user gets it.</summary>
    public void OnOpened(Action<SqliteConnection> work) => _opened = work;

    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default)
    {
        await _read(cancellationToken);
        return Opened(_failure is { } failure ? throw failure : await inner.OpenAsync(cancellationToken));
    }

    public async ValueTask<DbConnection> OpenForLongReadAsync(CancellationToken cancellationToken = default)
    {
        await _read(cancellationToken);
        await _longRead();
        return Opened(_failure is { } failure ? throw failure : await inner.OpenForLongReadAsync(cancellationToken));
    }

    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default)
    {
        await _written;
        return _failure is { } failure ? throw failure : await inner.WriteAsync(work, cancellationToken);
    }

    private DbConnection Opened(DbConnection connection)
    {
        if (connection is SqliteConnection sqlite) _opened(sqlite);
        return connection;
    }
}
