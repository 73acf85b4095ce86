namespace OrleansVideo.Silo.Database;

/// <summary>Who may read and write the site's tables without owning them.</summary>
/// <param name="User">A user of the database.</param>
internal sealed record PostgresGrantee(string User);
