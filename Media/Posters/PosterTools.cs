using System.Globalization;

namespace OrleansVideo.Media.Posters;

/// <summary>The programs that make a poster: ffmpeg, and those of util-linux and coreutils that hold it to its limits.</summary>
internal sealed class PosterTools
{
    private const string Shell = "sh";
    private const string Session = "setsid";
    private const string Limits = "prlimit";
    private const string Rights = "setpriv";
    private const string Nice = "nice";

    private readonly Dictionary<string, string> _paths = [];
    private readonly Dictionary<string, long> _inherited = ReadInherited();

    /// <summary>Looks for them now.</summary>
    /// <param name="ffmpegFolder">The folder that holds ffmpeg; null looks through the PATH, as for the others.</param>
    /// <param name="needsRights">Whether ffmpeg is to run as another user.</param>
    public PosterTools(string? ffmpegFolder, bool needsRights)
    {
        if (!OperatingSystem.IsLinux())
        {
            Problem = new PosterProblem(PosterProblemCode.NotLinux, "ffmpeg");
            return;
        }
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        Find(Rights, folders);
        if (!Find("ffmpeg", ffmpegFolder is null ? folders : [ffmpegFolder]))
        {
            Problem = new PosterProblem(PosterProblemCode.NoFFmpeg, "ffmpeg");
            return;
        }
        string[] needed = [Shell, Session, Limits, Nice, .. needsRights ? [Rights] : Array.Empty<string>()];
        if (Array.Find(needed, tool => !Find(tool, folders)) is { } missing)
            Problem = new PosterProblem(PosterProblemCode.NoTool, missing);
    }

    /// <summary>Why no poster can be made; null when one can.</summary>
    public PosterProblem? Problem { get; }

    /// <summary>Whether programs can be run as another user.</summary>
    public bool HasRights => _paths.ContainsKey(Rights);

    /// <summary>
    /// The command that runs ffmpeg with the file as its standard input. The shell opens it with this process's rights, so that ffmpeg's
    /// user needs none to the folders.
    /// </summary>
    public IReadOnlyList<string> Command(string file, PosterLimits limits, string? group, long memory, IEnumerable<string> arguments) =>
    [
        _paths[Shell], "-c", "exec \"$@\" < \"$0\"", file,
        _paths[Session],
        .. HasRights ? [_paths[Rights], .. RightsOf(limits.User, group)] : Array.Empty<string>(),
        _paths[Limits],
        Limit("as", "Max address space", memory),
        Limit("cpu", "Max cpu time", (long)Math.Ceiling(limits.ProcessorTime.TotalSeconds)),
        Limit("fsize", "Max file size", limits.OutputBytes),
        Limit("nofile", "Max open files", limits.OpenFiles),
        Limit("nproc", "Max processes", limits.User is null ? PosterLimits.ProcessesOfSharedUser : limits.Processes),
        "--core=0",
        _paths[Nice], "-n", limits.Niceness.ToString(CultureInfo.InvariantCulture),
        _paths["ffmpeg"], .. arguments,
    ];

    /// <summary>The command that runs a program as another user.</summary>
    public IReadOnlyList<string> CommandAs(string user, string group, string program) => [_paths[Rights], .. RightsOf(user, group), program];

    private static string[] RightsOf(string? user, string? group) => user is null
        ? ["--no-new-privs"]
        : [$"--reuid={user}", $"--regid={group}", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"];

    // Who is not root may not go above what he was given.
    private string Limit(string option, string name, long value) => string.Create(
        CultureInfo.InvariantCulture, $"--{option}={Math.Min(value, _inherited.GetValueOrDefault(name, long.MaxValue))}");

    private bool Find(string tool, string[] folders)
    {
        if (Array.Find(folders, folder => File.Exists(Path.Combine(folder, tool))) is not { } found)
            return false;
        _paths[tool] = Path.Combine(found, tool);
        return true;
    }

    /// <summary>The limits that this process can't go above, by the kernel's names; those without a number are not there.</summary>
    private static Dictionary<string, long> ReadInherited()
    {
        const int NameLength = 26;
        Dictionary<string, long> limits = [];
        if (!OperatingSystem.IsLinux())
            return limits;
        foreach (var line in File.ReadLines("/proc/self/limits").Where(line => line.Length > NameLength))
        {
            var columns = line[NameLength..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > 1 && long.TryParse(columns[1], CultureInfo.InvariantCulture, out var most))
                limits[line[..NameLength].Trim()] = most;
        }
        return limits;
    }
}

/// <summary>Why no poster can be made.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Tool">The program that it is about.</param>
public sealed record PosterProblem(PosterProblemCode Code, string Tool);

/// <summary>Why no poster can be made.</summary>
public enum PosterProblemCode
{
    /// <summary>ffmpeg can be held to limits on Linux alone.</summary>
    NotLinux,

    /// <summary>ffmpeg was not found.</summary>
    NoFFmpeg,

    /// <summary>A program that holds ffmpeg to its limits was not found, and without limits it is not run.</summary>
    NoTool,
}
