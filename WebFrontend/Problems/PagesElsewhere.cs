namespace OrleansVideo.WebFrontend.Problems;

/// <summary>Among the services of a frontend that has no pages: its errors are problem JSON, and it sends nobody to sign-in.</summary>
public sealed class PagesElsewhere;
