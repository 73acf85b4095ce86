using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Localization;
using OrleansVideo.Silo.Health;
using OrleansVideo.Storage;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>Why a video can't be played, and why a finding is one, and how a check went, for people.</summary>
public static class FailureWords
{
    /// <summary>
    /// The reason in the reader's language; as it was stored, in English, where it has no code, or one of a newer release. Null when the video has
    /// not failed.
    /// </summary>
    public static string? Failure(this IStringLocalizer words, VideoDetails video) => video.FailureCause is { } cause && cause.Code.Sentence() is { } sentence
        ? words[sentence, [.. cause.Arguments(CultureInfo.CurrentCulture)]]
        : video.Failure;

    /// <summary>The reason in the reader's language; as it was stored, in English, where it has no code, or one of a newer release.</summary>
    public static string Reason(this IStringLocalizer words, StorageFinding finding) => finding.Cause is { } cause && cause.Code.Sentence() is { } sentence
        ? words[sentence, [.. cause.ShownArguments(CultureInfo.CurrentCulture)]]
        : finding.Reason;

    /// <summary>What a check says, in the reader's language; as it is where it has no code.</summary>
    public static string? Reason(this IStringLocalizer words, HealthReportEntry check) =>
        HealthReason.Find(check) is { } reason ? words.Sentence(reason) : check.Description;

    private static string Sentence(this IStringLocalizer words, HealthReason reason)
    {
        var sentence = words[reason.Code.Sentence(), [.. reason.Arguments]].Value;
        return reason.Inner is { } inner ? $"{sentence} {words.Sentence(inner)}" : sentence;
    }
}
