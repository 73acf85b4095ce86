using System.Reflection;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Tests.Silo;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.Tests.WebFrontend.Streaming.Facts;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

public sealed class CountedViewsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger<CountedViews> _log = new();
    private readonly AskedCounter _grain;
    private readonly CountedViews _views;
    private readonly VideoDetails _video = HeldFilm.Details(Guid.NewGuid(), revision: 1) with { Views = 100 };

    public CountedViewsTests()
    {
        var grain = DispatchProxy.Create<IViewCounterGrain, AskedCounter>();
        _grain = (AskedCounter)(object)grain;
        _views = new CountedViews(FakeGrains.Of((typeof(IViewCounterGrain), _ => grain)), _clock, _log);
    }

    [Fact]
    public async Task Views_AreWhatTheGrainCountedAndTheCounter_AskedForOnceInThreeSeconds()
    {
        _grain.Answer = () => Task.FromResult(5L);
        for (var i = 0; i < 100; i++) Assert.Equal(105, (await _views.AddTo(_video)).Views);
        Assert.Equal(1, _grain.Asked);

        _grain.Answer = () => Task.FromResult(6L);
        _clock.Advance(CountedViews.Life);
        Assert.Equal(106, (await _views.AddTo(_video)).Views);
        Assert.Equal(2, _grain.Asked);
    }

    [Fact]
    public async Task Counter_ThatFails_KeepsNobodyFromTheVideo_AndWhatItSaidLastIsShown()
    {
        _grain.Answer = () => Task.FromException<long>(new TimeoutException());
        Assert.Equal(100, (await _views.AddTo(_video)).Views);
        Pass(() => Task.FromResult(5L));
        Assert.Equal(105, (await _views.AddTo(_video)).Views);
        Pass(() => Task.FromException<long>(new ArgumentException("Could not find an implementation for interface")));
        Assert.Equal(105, (await _views.AddTo(_video)).Views);
        Pass(() => Task.FromException<long>(new TimeoutException()));
        Assert.Equal(105, (await _views.AddTo(_video)).Views);
        Assert.Equal(3, _log.Entries.Count); // Silent, answers, silent.
    }

    [Fact]
    public async Task Counter_ThatDoesNotAnswer_IsWaitedForASecond_AndNotByTheNext()
    {
        _grain.Answer = () => new TaskCompletionSource<long>().Task;
        var asking = _views.AddTo(_video).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(asking.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(100, (await asking).Views);
        Assert.True(_views.AddTo(_video).AsTask().IsCompletedSuccessfully);
    }

    private void Pass(Func<Task<long>> answer)
    {
        _clock.Advance(CountedViews.Life);
        _grain.Answer = answer;
    }

    /// <summary>A counter that says what the test wants, and counts how often it is asked.</summary>
    public class AskedCounter : DispatchProxy
    {
        public Func<Task<long>> Answer { get; set; } = () => Task.FromResult(0L);

        public int Asked { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal(nameof(IViewCounterGrain.GetCount), targetMethod!.Name);
            Asked++;
            return Answer();
        }
    }
}
