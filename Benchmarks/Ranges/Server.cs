namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>A running server that has the film.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Port">Its port on loopback.</param>
/// <param name="Path">Where it has the film.</param>
/// <param name="Process">The process; ends with it.</param>
internal sealed record Server(string Name, int Port, string Path, ServerProcess Process) : IDisposable
{
    private Validators? _validators;

    /// <summary>Asks it.</summary>
    /// <param name="request">What for.</param>
    public async Task<RawAnswer> Ask(RangeCase request)
    {
        _validators ??= await ReadValidators();
        return await RawRequest.Send(Port, request.Method, Path, _validators.Fill(request.Headers));
    }

    /// <inheritdoc/>
    public void Dispose() => Process.Dispose();

    private async Task<Validators> ReadValidators()
    {
        var head = await RawRequest.Send(Port, "HEAD", Path, "");
        return head.Status == 200 ? Validators.Of(head) : throw new InvalidOperationException($"{Name} answers {head.Status}.");
    }
}
