using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Tests.Silo.Telemetry;
using OrleansVideo.WebFrontend.Uploads;

namespace OrleansVideo.Tests.WebFrontend.Uploads;

public sealed class UploadMetricsTests : IDisposable
{
    private readonly Measured _measured = new();
    private readonly FakeTimeProvider _clock = new();

    private UploadMetrics Metrics => field ??= new UploadMetrics(_measured.Meters);

    [Fact]
    public async Task Upload_IsMeasuredFromBeginningToEnd()
    {
        await Metrics.Measure(_clock, () => Take<string>(() => "content"));

        Assert.Equal(
            [
                "orleansvideo.upload.active 1 {upload}",
                "orleansvideo.upload.active -1 {upload}",
                "orleansvideo.upload.duration 90 s outcome=completed",
            ],
            _measured.Take());
    }

    [Fact]
    public async Task RefusedUpload_IsMeasuredByItsRule()
    {
        await Metrics.Measure(_clock, () => Take<string>(() => RefusalCode.TypeNotAllowed));

        Assert.Contains("orleansvideo.upload.duration 90 s outcome=type-not-allowed", _measured.Take());
    }

    [Fact]
    public async Task FailedUpload_IsMeasured_AndStillFails()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Metrics.Measure(_clock, () => Take<string>(() => throw new TimeoutException())));

        Assert.Equal(
            [
                "orleansvideo.upload.active 1 {upload}",
                "orleansvideo.upload.active -1 {upload}",
                "orleansvideo.upload.duration 90 s outcome=error",
            ],
            _measured.Take());
    }

    public void Dispose() => _measured.Dispose();

    private Task<Result<T>> Take<T>(Func<Result<T>> outcome)
        where T : class
    {
        _clock.Advance(TimeSpan.FromSeconds(90));
        return Task.FromResult(outcome());
    }
}
