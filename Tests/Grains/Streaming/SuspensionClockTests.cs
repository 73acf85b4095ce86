using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>A machine whose wall clock jumps apart from its monotonic one.</summary>
public sealed class SuspensionClockTests
{
    private readonly TwoClocks _machine = new();
    private readonly SuspensionClock _clock;

    public SuspensionClockTests() => _clock = new SuspensionClock(_machine);

    [Fact]
    public void Now_IsTimeSinceTheStart()
    {
        Assert.Equal(TimeSpan.Zero, _clock.Now);
        _machine.Pass(5);
        Assert.Equal(At(5), _clock.Now);
    }

    /// <summary>The monotonic clock stood still for that long.</summary>
    [Fact]
    public void Sleep_IsTimePassed_Once()
    {
        _machine.Pass(5);
        _machine.JumpWall(30);

        Assert.Equal(At(35), _clock.Now);
        Assert.Equal(At(35), _clock.Now);
        _machine.Pass(1);
        Assert.Equal(At(36), _clock.Now);
    }

    [Fact]
    public void Sleeps_AddUp()
    {
        _machine.JumpWall(30);
        Assert.Equal(At(30), _clock.Now);
        _machine.Pass(2);
        _machine.JumpWall(10);
        Assert.Equal(At(42), _clock.Now);
    }

    [Fact]
    public void ShortSleeps_AddUp_UntilTheyAreMoreThanASecond()
    {
        for (var nap = 0; nap < 2; nap++)
        {
            _machine.JumpWall(0.5);
            Assert.Equal(TimeSpan.Zero, _clock.Now);
        }

        _machine.JumpWall(0.5);
        Assert.Equal(At(1.5), _clock.Now);
    }

    [Fact]
    public void BackwardJump_IsIgnored()
    {
        _machine.Pass(5);
        _machine.JumpWall(-3600);

        Assert.Equal(At(5), _clock.Now);
        _machine.Pass(5);
        Assert.Equal(At(10), _clock.Now);
    }

    /// <summary>Were the wall clock compared with its old reading, the hour would hide the sleep.</summary>
    [Fact]
    public void SleepAfterABackwardJump_IsTimePassed()
    {
        _machine.JumpWall(-3600);
        Assert.Equal(TimeSpan.Zero, _clock.Now);
        _machine.JumpWall(30);
        Assert.Equal(At(30), _clock.Now);
    }

    [Fact]
    public void BackwardJump_TakesNoSleepBack()
    {
        _machine.JumpWall(30);
        Assert.Equal(At(30), _clock.Now);
        _machine.JumpWall(-30);
        Assert.Equal(At(30), _clock.Now);
    }

    /// <summary>A busy machine lets a thread stand between its looks at the two clocks: that is no sleep, now or later.</summary>
    [Fact]
    public void ReaderThatIsHeldUpBetweenTheTwoClocks_SeesNoSleep()
    {
        _machine.HoldUpNextReader(5);
        Assert.Equal(At(5), _clock.Now);
        _machine.Pass(1);
        Assert.Equal(At(6), _clock.Now);
    }

    /// <summary>Held up, and the machine slept as well.</summary>
    [Fact]
    public void SleepOfAReaderThatIsHeldUp_IsTimePassed()
    {
        _machine.JumpWall(30);
        _machine.HoldUpNextReader(5);
        Assert.Equal(At(35), _clock.Now);
        Assert.Equal(At(35), _clock.Now);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private sealed class TwoClocks : TimeProvider
    {
        private DateTimeOffset _wall = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private long _monotonic;
        private double _heldUp;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _monotonic;

        public override DateTimeOffset GetUtcNow()
        {
            Pass(_heldUp);
            _heldUp = 0;
            return _wall;
        }

        public void Pass(double seconds)
        {
            _monotonic += At(seconds).Ticks;
            _wall += At(seconds);
        }

        /// <summary>Time passes before the next reading of the wall clock, and none after it.</summary>
        public void HoldUpNextReader(double seconds) => _heldUp = seconds;

        public void JumpWall(double seconds) => _wall += At(seconds);
    }
}
