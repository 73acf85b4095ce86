using Microsoft.Data.Sqlite;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// A connection that applies its settings whenever it opens. SQLite keeps them per connection and forgets them with it, and a pooled one
/// comes back with those of its last user.
/// </summary>
/// <param name="connectionString">What to open.</param>
/// <param name="pragmas">The settings, as SQL.</param>
/// <param name="file">The file, which must be the one that the site began with.</param>
internal class SqliteDatabaseConnection(string connectionString, string pragmas, SqliteFile file) : SqliteConnection(connectionString)
{
    /// <inheritdoc/>
    public override void Open()
    {
        file.EnsureInPlace();
        base.Open();
        try
        {
            using var command = CreateCommand();
#pragma warning disable CA2100 // The text is composed of constants and options of this assembly alone.
            command.CommandText = pragmas;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
        catch
        {
            Close(); // Whoever fails to open a connection has nothing to close.
            throw;
        }
    }
}
