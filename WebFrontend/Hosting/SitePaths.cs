namespace OrleansVideo.WebFrontend.Hosting;

/// <summary>What this floor keeps in the data directory, as absolute paths.</summary>
/// <param name="root">The data directory.</param>
public sealed class SitePaths(string root)
{
    /// <summary>The data directory.</summary>
    public string Root => root;

    /// <summary>The data-protection key ring, shared by all frontends: it signs the cookies.</summary>
    public string Keys { get; } = Path.Combine(root, "keys");

    /// <summary>The one-time set-up code.</summary>
    public string SetupCode { get; } = Path.Combine(root, "setup-code");
}
