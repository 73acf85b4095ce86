namespace OrleansVideo.Silo.Configuration;

/// <summary>The section under which all settings of the site lie.</summary>
public static class VideoOptionsSection
{
    /// <summary>Section name of options that lie directly under <c>OrleansVideo</c>.</summary>
    public const string Root = "";

    /// <summary>The full path of a section, as it is written in messages.</summary>
    /// <param name="section">The section under <c>OrleansVideo</c>, such as <c>Streaming</c>, or <see cref="Root"/>.</param>
    /// <returns>The path, such as <c>OrleansVideo:Streaming</c>.</returns>
    public static string FullPath(string section)
        => string.IsNullOrEmpty(section) ? "OrleansVideo" : ConfigurationPath.Combine("OrleansVideo", section);
}
