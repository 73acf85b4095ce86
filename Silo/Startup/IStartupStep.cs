namespace OrleansVideo.Silo.Startup;

/// <summary>Something that must hold before any hosted service starts.</summary>
public interface IStartupStep
{
    /// <summary>Makes it hold. Called once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that completes once it holds.</returns>
    /// <exception cref="StartupException">It cannot hold, for a reason an operator can remove.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);
}
