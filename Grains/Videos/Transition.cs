namespace OrleansVideo.Grains.Videos;

/// <summary>What a command makes of a video's state: the next state, or nothing to do, or a refusal.</summary>
/// <param name="Next">The state to store; null when the command changes nothing.</param>
/// <param name="Refusal">Why the command is refused; null when it is done.</param>
internal readonly record struct Transition(VideoState? Next, Refusal? Refusal)
{
    /// <summary>The command is done and changes nothing.</summary>
    public static Transition None => default;

    /// <summary>The command is done once this state is stored.</summary>
    public static implicit operator Transition(VideoState next) => new(next, null);

    /// <summary>The command is refused.</summary>
    public static implicit operator Transition(RefusalCode code) => new(null, new Refusal(code));
}
