using System.Data.Common;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Tests.Grains;

/// <summary>The site's database with a switch: while a failure is set, every use of it fails so.</summary>
internal sealed class SwitchedDatabase(IVideoDatabase inner) : IVideoDatabase
{
    private volatile Exception? _failure;

    public string NowMilliseconds => inner.NowMilliseconds;

    public VideoSearch Search => inner.Search;

    public void Fail(Exception? failure) => _failure = failure;

    public ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default) =>
        _failure is { } failure ? ValueTask.FromException<DbConnection>(failure) : inner.OpenAsync(cancellationToken);

    public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default) =>
        _failure is { } failure ? Task.FromException<T>(failure) : inner.WriteAsync(work, cancellationToken);
}
