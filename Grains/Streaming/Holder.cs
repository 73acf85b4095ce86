namespace OrleansVideo.Grains.Streaming;

/// <summary>One frontend's hold on a permit.</summary>
/// <param name="frontend">The process.</param>
internal sealed class Holder(Guid frontend)
{
    /// <summary>The number of a hold that came along from an earlier activation: lower than that of any message.</summary>
    public const long Carried = 0;

    /// <summary>The process.</summary>
    public Guid Frontend { get; } = frontend;

    /// <summary>Until when the hold is valid, on the ledger's own clock.</summary>
    public TimeSpan Until { get; set; }

    /// <summary>The number of the frontend's last message about this permit.</summary>
    public long Number { get; set; }

    /// <summary>Requests open at its last heartbeat.</summary>
    public int Requests { get; set; }

    /// <summary>Bytes it had sent at its last heartbeat.</summary>
    public long BytesSent { get; set; }
}
