namespace OrleansVideo.WebFrontend.Problems;

/// <summary>The method of a request whose error a page shows: the page itself is always read.</summary>
/// <param name="Name">Such as <c>POST</c>.</param>
internal sealed record RefusedMethod(string Name);
