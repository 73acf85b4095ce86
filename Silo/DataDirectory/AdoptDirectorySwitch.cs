
namespace OrleansVideo.Silo.DataDirectory;

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
