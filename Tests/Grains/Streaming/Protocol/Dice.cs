namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>Chances that follow from a seed alone (xorshift64*, Vigna 2016): thrown again for every step, so that a history without one of its steps is much the same.</summary>
internal sealed class Dice
{
    private ulong _state = 1;

    public void Throw(int seed)
    {
        _state = ((ulong)(uint)seed + 1) * 0x9E3779B97F4A7C15;
        Next();
    }

    public bool OneIn(int sides) => Below(sides) == 0;

    public int Below(int limit) => (int)(Next() % (uint)limit);

    public TimeSpan UpTo(TimeSpan most) => most * (Below(10_001) / 10_000.0);

    private ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (_state * 0x2545F4914F6CDD1D) >> 32;
    }
}
