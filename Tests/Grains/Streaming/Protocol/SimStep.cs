namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>One step of a history.</summary>
/// <param name="What">What happens, out of a hundred.</param>
/// <param name="Where">To which process.</param>
/// <param name="Who">To which playback, lease, or number.</param>
/// <param name="Pause">How long it is until the next: see <see cref="SimWorld"/>.</param>
/// <param name="Luck">Seed of the chances until then.</param>
internal readonly record struct SimStep(int What, int Where, int Who, int Pause, int Luck);
