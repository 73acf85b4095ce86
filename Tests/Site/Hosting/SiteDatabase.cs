using Dapper;
using Microsoft.Data.Sqlite;

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>The database of a site that is one process.</summary>
public static class SiteDatabase
{
    /// <summary>Changes it behind the site's back.</summary>
    /// <returns>How many rows were changed.</returns>
    public static async Task<int> ChangeDatabase(this SiteProcess site, string sql, object? values = null)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(site.DataDirectory, "video.db")};Pooling=False;Default Timeout=30");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var changed = await connection.ExecuteAsync(sql, values, transaction);
        await transaction.CommitAsync();
        return changed;
    }
}
