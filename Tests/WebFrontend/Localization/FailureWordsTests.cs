using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.Silo.Health;
using OrleansVideo.Storage;
using OrleansVideo.Tests.Pages;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Pages.Words;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.Tests.WebFrontend.Localization;

public sealed class FailureWordsTests
{
    public static IEnumerable<TheoryDataRow<VideoFailureCode>> Codes =>
        Enum.GetValues<VideoFailureCode>().Where(code => code != VideoFailureCode.Unknown).Select(code => new TheoryDataRow<VideoFailureCode>(code));

    [Theory, MemberData(nameof(Codes))]
    public void Failure_OfEveryCode_IsInTheReadersLanguage(VideoFailureCode code)
    {
        var failed = Failed(new VideoFailure { Code = code, Present = 1000, Needed = 2345 });
        using (var english = new Spoken()) Assert.Equal(failed.Failure, english.T.Failure(failed));

        using var chinese = new Spoken("zh-Hans");
        var words = chinese.T.Failure(failed);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", words);
        Assert.DoesNotContain("file", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_WithNumbers_KeepsThemInTheReadersLanguage()
    {
        using var chinese = new Spoken("zh-Hans");
        var words = chinese.T.Failure(Failed(new VideoFailure { Code = VideoFailureCode.Truncated, Present = 1000, Needed = 2345 }));

        Assert.Contains("1,000", words, StringComparison.Ordinal);
        Assert.Contains("2,345", words, StringComparison.Ordinal);
    }

    /// <summary>What was stored before there were codes, and what a newer release says.</summary>
    [Fact]
    public void Failure_WithoutAKnownCode_IsShownAsItWasStored()
    {
        using var chinese = new Spoken("zh-Hans");
        var video = Failed(new VideoFailure { Code = (VideoFailureCode)9_999 }) with { Failure = "The {0} moon is full." };

        Assert.Equal(video.Failure, chinese.T.Failure(video));
        Assert.Equal(video.Failure, chinese.T.Failure(video with { FailureCause = null }));
        Assert.Null(chinese.T.Failure(video with { FailureCause = null, Failure = null }));
    }

    public static IEnumerable<TheoryDataRow<FindingReasonCode>> Reasons =>
        Enum.GetValues<FindingReasonCode>().Where(code => code != FindingReasonCode.Unknown).Select(code => new TheoryDataRow<FindingReasonCode>(code));

    [Theory, MemberData(nameof(Reasons))]
    public void Finding_OfEveryReason_IsInTheReadersLanguage(FindingReasonCode code)
    {
        var finding = Found(new FindingReason(code) { Arguments = ["12345", "8"] });
        using (var english = new Spoken()) Assert.Equal(finding.Reason, english.T.Reason(finding));

        using var chinese = new Spoken("zh-Hans");
        var words = chinese.T.Reason(finding);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", words);
        Assert.DoesNotMatch("[a-z]{4}", words);
        Assert.Equal(finding.Reason.Contains("12,345", StringComparison.Ordinal), words.Contains("12,345", StringComparison.Ordinal));
    }

    [Fact]
    public void Finding_WithoutAKnownCode_IsShownAsItWasStored()
    {
        using var chinese = new Spoken("zh-Hans");
        var finding = Found(new FindingReason((FindingReasonCode)9_999)) with { Reason = "The {0} moon is full." };

        Assert.Equal(finding.Reason, chinese.T.Reason(finding));
        Assert.Equal(finding.Reason, chinese.T.Reason(finding with { Cause = null }));
    }

    public static IEnumerable<TheoryDataRow<HealthReasonCode>> Checks =>
        Enum.GetValues<HealthReasonCode>().Select(code => new TheoryDataRow<HealthReasonCode>(code));

    [Theory, MemberData(nameof(Checks))]
    public void Check_OfEveryReason_IsInTheReadersLanguage(HealthReasonCode code)
    {
        var reason = new HealthReason(HealthReasonCode.Slow, "1.0") { Inner = new HealthReason(code, "1280", "127.0.0.1:2") };
        var entry = Entry(reason.ToResult(HealthStatus.Degraded));
        using (var english = new Spoken()) Assert.Equal(entry.Description, english.T.Reason(entry));

        using var chinese = new Spoken("zh-Hans");
        var words = chinese.T.Reason(entry)!;
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}.* .*\p{IsCJKUnifiedIdeographs}", words);
        Assert.DoesNotMatch("[a-z]{4}", words.Replace("silo", "", StringComparison.Ordinal).Replace("ffmpeg", "", StringComparison.Ordinal).Replace("Linux", "", StringComparison.Ordinal));
        Assert.Equal(code.Sentence().Contains("{0}", StringComparison.Ordinal), words.Contains("1280", StringComparison.Ordinal));
        Assert.Equal(code.Sentence().Contains("{1}", StringComparison.Ordinal), words.Contains("127.0.0.1:2", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_WithoutACode_IsShownAsItIs()
    {
        using var chinese = new Spoken("zh-Hans");
        Assert.Equal("The {0} moon is full.", chinese.T.Reason(Entry(HealthCheckResult.Degraded("The {0} moon is full."))));
        Assert.Null(chinese.T.Reason(Entry(HealthCheckResult.Healthy())));
    }

    private static HealthReportEntry Entry(HealthCheckResult result) => new(result.Status, result.Description, TimeSpan.Zero, null, result.Data);

    [Theory]
    [InlineData(RefusalReasonCode.FileChangedRecently, "01:00:00")]
    [InlineData(RefusalReasonCode.TypeNotTaken, "mp4, webm")]
    public void Refusal_WithAnArgument_IsInTheReadersLanguage(RefusalReasonCode code, string argument)
    {
        var refusal = new RefusalReason(code, argument).Refuse(RefusalCode.FileWanted);
        using (var english = new Spoken()) Assert.Equal(refusal.Detail, english.T.Detail(refusal));

        using var chinese = new Spoken("zh-Hans");
        var words = chinese.T.Detail(refusal);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", words);
        Assert.Contains(argument, words, StringComparison.Ordinal);
        Assert.DoesNotContain("file", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RefusalCode.PasswordWeak, "A password is not the user name.")]
    [InlineData(RefusalCode.FileWanted, null)]
    public void Refusal_WithASentenceAsItStands_IsInTheReadersLanguage(RefusalCode code, string? sentence)
    {
        using var chinese = new Spoken("zh-Hans");
        var words = chinese.T.Detail(new Refusal(code, sentence));
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", words);
        Assert.DoesNotMatch("[a-z]{4}", words);
    }

    [Theory]
    [InlineData("Something that no language knows {0}.")]
    [InlineData("Read-only file system")]
    [InlineData("")]
    public void Refusal_OfAnotherRelease_IsShownAsItWasSaid(string sentence)
    {
        using var chinese = new Spoken("zh-Hans");
        Assert.Equal(sentence, chinese.T.Detail(new Refusal(RefusalCode.FileWanted, sentence)));
        Assert.Equal(sentence, chinese.T.Detail(new Refusal(RefusalCode.FileWanted, sentence) { Reason = new((RefusalReasonCode)9_999, "x") }));
    }

    private static StorageFinding Found(FindingReason cause) => new()
    {
        Id = Guid.Empty, Path = "a/b", Kind = FindingKind.WrongSize, Reason = cause.InEnglish(), Size = 8, State = FindingState.Found,
        FoundAt = DateTimeOffset.UnixEpoch, Cause = cause,
    };

    private static VideoDetails Failed(VideoFailure cause) => new()
    {
        Id = Guid.Empty, OwnerId = Guid.Empty, Owner = "Ada", Title = "Time", Visibility = Visibility.Public, Status = VideoStatus.Failed,
        CreatedAt = DateTimeOffset.UnixEpoch, Revision = 1, Failure = cause.InEnglish(), FailureCause = cause,
    };
}
