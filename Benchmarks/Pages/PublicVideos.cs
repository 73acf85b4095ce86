using Dapper;
using OrleansVideo.Benchmarks.Deletion;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Benchmarks.Pages;

/// <summary>Makes public videos: copies of a real one in the lists and in the search, each a second older than the last. Their files are no part of the pages.</summary>
/// <param name="data">The data directory of a site that does not run.</param>
internal sealed class PublicVideos(string data)
{
    private const string CopySql =
        $"""
        insert into videos (id, {DueVideos.Columns}) select @Id, {DueVideos.Columns} from videos where id = @Of;
        update videos set title = @Title, published_at = published_at - @Age where id = @Id
        """;

    private static readonly string[] Words = ["sea", "mountains", "winter", "kitchen", "music", "garden", "history", "city", "forest", "workshop"];

    /// <summary>Makes them.</summary>
    /// <param name="original">A public video that is ready.</param>
    /// <param name="count">How many.</param>
    public async Task Make(string original, int count)
    {
        using var source = new SqliteDataSource(Directory.EnumerateFiles(data, "*.db").Single(), SqliteSynchronous.Normal);
        await using var connection = source.OpenConnection();
        await using var transaction = await connection.BeginTransactionAsync();
        for (var i = 1; i <= count; i++)
        {
            var title = $"A film of the {Words[i % Words.Length]} and the {Words[i / Words.Length % Words.Length]}, number {i}";
            await connection.ExecuteAsync(CopySql, new { Id = Guid.CreateVersion7().ToString("D"), Of = original, Title = title, Age = i * 1000L }, transaction);
        }

        await transaction.CommitAsync();
    }
}
