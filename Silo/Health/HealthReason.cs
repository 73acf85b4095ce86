using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.Media.Posters;

namespace OrleansVideo.Silo.Health;

/// <summary>
/// Why a check is as it is: a code, and what belongs to it. It travels in the check's data beside the English sentence, which is for logs
/// and programs; pages put it into words, in the reader's language.
/// </summary>
/// <param name="Code">The reason.</param>
/// <param name="Arguments">What the code says of them, in its order; numbers as the invariant culture writes them.</param>
public sealed record HealthReason(HealthReasonCode Code, params IReadOnlyList<string> Arguments)
{
    private const string Key = "reason";

    /// <summary>What the check itself said, of one that was <see cref="HealthReasonCode.Slow"/>.</summary>
    public HealthReason? Inner { get; init; }

    /// <summary>A reason whose arguments are numbers.</summary>
    public static HealthReason FromNumbers(HealthReasonCode code, params ReadOnlySpan<IFormattable> arguments)
    {
        var texts = new string[arguments.Length];
        for (var i = 0; i < texts.Length; i++) texts[i] = arguments[i].ToString(null, CultureInfo.InvariantCulture);
        return new HealthReason(code, texts);
    }

    /// <summary>The reason of a check; null where its words are all that there is.</summary>
    public static HealthReason? Find(HealthReportEntry entry) => entry.Data.GetValueOrDefault(Key) as HealthReason;

    /// <summary>Why no poster can be made.</summary>
    public static HealthReason FromPosterProblem(PosterProblem problem) => problem.Code switch
    {
        PosterProblemCode.NotLinux => new(HealthReasonCode.PostersOnLinuxAlone),
        PosterProblemCode.NoFFmpeg => new(HealthReasonCode.PostersWithoutFFmpeg),
        _ => new(HealthReasonCode.PostersWithoutTool, problem.Tool),
    };

    /// <summary>The sentence in English.</summary>
    public string InEnglish()
    {
        var sentence = string.Format(CultureInfo.InvariantCulture, Code.Sentence(), [.. Arguments]);
        return Inner is null ? sentence : $"{sentence} {Inner.InEnglish()}";
    }

    /// <summary>The outcome of a check for this reason.</summary>
    /// <param name="status">What it found.</param>
    /// <param name="exception">For the log.</param>
    public HealthCheckResult ToResult(HealthStatus status, Exception? exception = null) => new(status, InEnglish(), exception, ToData());

    /// <summary>The data of a check that carries this reason.</summary>
    internal Dictionary<string, object> ToData() => new() { [Key] = this };
}

/// <summary>Why a check is as it is. It stays within one process.</summary>
public enum HealthReasonCode
{
    /// <summary>Argument: how many silos are active.</summary>
    SilosActive,

    /// <summary>Arguments: how many silos are active, and the addresses of those that are missed.</summary>
    SilosLost,

    /// <summary>No silo is active.</summary>
    NoSiloActive,

    /// <summary>No silo answers.</summary>
    NoSiloAnswers,

    /// <summary>A silo answers, and does not know the others.</summary>
    SilosUnknown,

    /// <summary>Argument: the silo's status.</summary>
    SiloNotActive,

    /// <summary>The database does not answer.</summary>
    DatabaseSilent,

    /// <summary>The catalog could not be read.</summary>
    CatalogUnreadable,

    /// <summary>Arguments: how long the oldest due deletion has been waiting, and how long it may.</summary>
    DeletionsLate,

    /// <summary>How late deletions are is not known.</summary>
    DeletionsUnknown,

    /// <summary>Argument: the name of the marker that the data directory has lost.</summary>
    DirectoryWithoutMarker,

    /// <summary>Argument: the name of the marker that is another site's.</summary>
    DirectoryOfAnotherSite,

    /// <summary>Arguments: the marker's name, and what the operating system says.</summary>
    MarkerUnreadable,

    /// <summary>The disk is full.</summary>
    DiskFull,

    /// <summary>Argument: what the operating system says.</summary>
    MediaNotWritable,

    /// <summary>Arguments: MiB that are left, and MiB that are kept free.</summary>
    UploadsRefused,

    /// <summary>Arguments: MiB that are left, and MiB below which uploads are refused.</summary>
    UploadsSoonRefused,

    /// <summary>Argument: MiB that are left.</summary>
    SpaceLeft,

    /// <summary>Argument: by how long.</summary>
    ClockSetBack,

    /// <summary>The limits of ffmpeg need Linux.</summary>
    PostersOnLinuxAlone,

    /// <summary>There is no ffmpeg.</summary>
    PostersWithoutFFmpeg,

    /// <summary>Argument: the program that is not there.</summary>
    PostersWithoutTool,

    /// <summary>Argument: how many streaming frontends there are.</summary>
    StreamingReady,

    /// <summary>Arguments: how many streaming frontends are not ready, and how many there are.</summary>
    StreamingPartly,

    /// <summary>No streaming frontend is ready.</summary>
    NoStreaming,

    /// <summary>The process was told to stop.</summary>
    ProcessStopping,

    /// <summary>The check threw.</summary>
    CheckFailed,

    /// <summary>Argument: the seconds that the check took.</summary>
    Slow,
}

/// <summary>The English sentence of each reason: for logs and programs, and the key under which pages find it in other languages.</summary>
public static class HealthReasonText
{
    /// <summary>The sentence, with places for the arguments.</summary>
    public static string Sentence(this HealthReasonCode code) => code switch
    {
        HealthReasonCode.SilosActive => "{0} active",
        HealthReasonCode.SilosLost => "{0} active, lost: {1}",
        HealthReasonCode.NoSiloActive => "No silo is active.",
        HealthReasonCode.NoSiloAnswers => "No silo answers.",
        HealthReasonCode.SilosUnknown => "A silo answers, but cannot read which others are there.",
        HealthReasonCode.SiloNotActive => "The silo is {0}.",
        HealthReasonCode.DatabaseSilent => "The database does not answer.",
        HealthReasonCode.CatalogUnreadable => "A read through the catalog failed.",
        HealthReasonCode.DeletionsLate => "The oldest due deletion has been waiting for {0}; the limit is {1}.",
        HealthReasonCode.DeletionsUnknown => "How late deletions are can't be told: the ledger does not answer.",
        HealthReasonCode.DirectoryWithoutMarker => "The data directory has lost its marker '{0}': it is not mounted, or another one is in its place.",
        HealthReasonCode.DirectoryOfAnotherSite => "The data directory has the id of another site in '{0}': another one is mounted in its place.",
        HealthReasonCode.MarkerUnreadable => "The data directory's marker '{0}' can't be read: {1}",
        HealthReasonCode.DiskFull => "The disk is full: what is there can be watched; until there is room, uploads are refused, and sign-ins, comments and deletions may fail",
        HealthReasonCode.MediaNotWritable => "The media directory can't be written: {0}",
        HealthReasonCode.UploadsRefused => "{0} MiB left: uploads are refused, as {1} MiB are kept free",
        HealthReasonCode.UploadsSoonRefused => "{0} MiB left: below {1} MiB uploads are refused",
        HealthReasonCode.SpaceLeft => "{0} MiB left",
        HealthReasonCode.ClockSetBack => "The clock was set back by {0}: set it right, or restart this process.",
        HealthReasonCode.PostersOnLinuxAlone => "Videos get no posters: ffmpeg can be held to limits on Linux alone.",
        HealthReasonCode.PostersWithoutFFmpeg => "Videos get no posters: ffmpeg was not found on the PATH.",
        HealthReasonCode.PostersWithoutTool => "Videos get no posters: {0} was not found on the PATH, and without limits ffmpeg is not run.",
        HealthReasonCode.StreamingReady => "{0} streaming",
        HealthReasonCode.StreamingPartly => "{0} of {1} streaming frontends are not ready.",
        HealthReasonCode.NoStreaming => "No streaming frontend is ready: nothing plays, nothing can be uploaded.",
        HealthReasonCode.ProcessStopping => "The process is stopping.",
        HealthReasonCode.CheckFailed => "The check failed; the log says how.",
        HealthReasonCode.Slow => "Slow: the check took {0} s.",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "There is no sentence for this reason."),
    };
}
