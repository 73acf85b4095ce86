using Microsoft.Extensions.Options;
using OrleansVideo.Silo.Clustering;

namespace OrleansVideo.Silo.DataDirectory;

/// <summary>Where the site keeps its files, bound from <c>OrleansVideo</c>.</summary>
public sealed class DataDirectoryOptions
{
    /// <summary>Default of <see cref="DataDirectory"/>: beside the program, so that nothing need be configured to try the site.</summary>
    public const string DefaultDataDirectory = "data";

    /// <summary>
    /// Directory of media files, key ring and SQLite database; relative to the content root. It is created when absent, readable by its
    /// owner alone, and owned by one process at a time.
    /// </summary>
    public string DataDirectory { get; set; } = DefaultDataDirectory;

    /// <summary>
    /// Whether this start takes the directory for the site's own whatever its marker says, as <c>--adopt-directory</c> does. For the one
    /// start after a restore. Without meaning in embedded mode, whose database lies in the directory.
    /// </summary>
    public bool AdoptDirectory { get; set; }
}

/// <summary>Refuses a data directory that is no path, or that means another place in each process of a cluster.</summary>
/// <param name="configuration">The configuration of the host, for the mode.</param>
public sealed class DataDirectoryOptionsValidator(IConfiguration configuration) : IValidateOptions<DataDirectoryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DataDirectoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrWhiteSpace(options.DataDirectory) || options.DataDirectory.Contains('\0', StringComparison.Ordinal))
            return ValidateOptionsResult.Fail("OrleansVideo:DataDirectory must be the path of a directory.");
        return configuration.GetClusterMode() == ClusterMode.Cluster && !Path.IsPathFullyQualified(options.DataDirectory)
            ? ValidateOptionsResult.Fail(
                $"OrleansVideo:DataDirectory must be an absolute path when Cluster:Mode is Cluster, but is '{options.DataDirectory}'.")
            : ValidateOptionsResult.Success;
    }
}

/// <summary>The switch <c>--adopt-directory</c> of either program: takes the data directory for the site's own, after a restore.</summary>
public static class AdoptDirectorySwitch
{
    /// <summary>The switch.</summary>
    public const string Name = "--adopt-directory";

    /// <summary>
    /// The command line without the switch, which has no value: the settings that follow it must not become one.
    /// </summary>
    /// <param name="args">The command line.</param>
    public static string[] WithoutAdoptDirectory(this string[] args) => [.. args.Where(arg => arg != Name)];

    /// <summary>Sets <see cref="DataDirectoryOptions.AdoptDirectory"/> when the switch is there.</summary>
    /// <param name="configuration">The settings of the host.</param>
    /// <param name="args">The command line.</param>
    public static void SetAdoptDirectory(this IConfiguration configuration, string[] args)
    {
        if (args.Contains(Name)) configuration[$"OrleansVideo:{nameof(DataDirectoryOptions.AdoptDirectory)}"] = bool.TrueString;
    }
}
