namespace OrleansVideo.Tests.Site.Players;

/// <summary>Tests with programs that play and download: one after the other, on one site.</summary>
[CollectionDefinition(Name)]
public sealed class PlayersCollection : ICollectionFixture<PlayersSite>
{
    public const string Name = "Players and downloaders";
}
