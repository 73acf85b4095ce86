using System.Data.Common;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>A database one of whose writes fails for the caller, and is done all the same: at once, or when the test says so.</summary>
internal sealed class UncertainDatabase(IVideoDatabase inner) : IVideoDatabase
{
    private Func<Task>? _late;
    private bool _losesAnswer;
    private bool _isLate;

    public string NowMilliseconds => inner.NowMilliseconds;

    public VideoSearch Search => inner.Search;

    /// <summary>The next write's answer gets lost.</summary>
    public void LoseAnswer() => _losesAnswer = true;

    /// <summary>The next write is given up by its caller, and stays under way.</summary>
    public void Delay() => _isLate = true;

    /// <summary>The write that was under way is done.</summary>
    public Task DoLate() => _late!();

    public ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default) => inner.OpenAsync(cancellationToken);

    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default)
    {
        var (losesAnswer, isLate) = (_losesAnswer, _isLate);
        (_losesAnswer, _isLate) = (false, false);
        if (isLate) _late = () => inner.WriteAsync(work, CancellationToken.None);
        else if (await inner.WriteAsync(work, cancellationToken) is var done && !losesAnswer) return done;
        throw new TimeoutException("No answer.");
    }
}
