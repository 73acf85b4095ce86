namespace OrleansVideo.Tests.Site.Administration;

/// <summary>Tests of what admins do about deletions: one after the other, on one site.</summary>
[CollectionDefinition(Name)]
public sealed class DeletionAdminCollection : ICollectionFixture<DeletionAdminSite>
{
    public const string Name = "Deletions and admins";
}
