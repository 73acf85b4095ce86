namespace OrleansVideo.Silo.Configuration;

/// <summary>Where in the configuration a class of options is bound from.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
/// <param name="Path">The section's full path, such as <c>OrleansVideo:Streaming</c>.</param>
internal sealed record VideoOptionsPath<TOptions>(string Path);
