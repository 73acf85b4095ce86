using OrleansVideo.CrashPoints;

namespace OrleansVideo.Tests.Site.Deletion.Crashes;

/// <summary>A site, one process of which dies at an ordered point, and is started again as a supervisor would.</summary>
public interface ICrashableSite : IAsyncDisposable
{
    /// <summary>Where people find it.</summary>
    Uri Address { get; }

    /// <summary>Who is to die where.</summary>
    CrashOrder Order { get; }

    /// <summary>The files of a video, unfinished ones too.</summary>
    string[] FilesOf(string id);

    /// <summary>Waits until the process that carried out the order is gone, starts it again, and waits until the site is ready.</summary>
    Task BringBack();
}
