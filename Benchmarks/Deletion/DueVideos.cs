using Dapper;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Benchmarks.Deletion;

/// <summary>
/// Makes a hundred thousand copies of a video in the trash, due now: its grain's state, its row in the lists, its storage
/// charge, and its deletion. There are no files of theirs; a missing file is success.
/// </summary>
/// <param name="data">The data directory of a site that does not run.</param>
internal sealed class DueVideos(string data)
{
    /// <summary>The columns of the lists but its key.</summary>
    public const string Columns =
        "owner_id, owner_name, owner_key, title, description, visibility, status, failure, size, duration_seconds, width, height, video_codec, "
        + "audio_codec, content_type, content_hash, has_poster, views, created_at, published_at, delete_after, revision, changed_at";

    private const string CopySql =
        $"""
        insert into OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, GrainIdHash, GrainTypeHash, PayloadBinary, ModifiedOn, Version)
        select ServiceId, GrainTypeString, @N0, @N1, GrainIdExtensionString, GrainIdHash, GrainTypeHash, PayloadBinary, ModifiedOn, Version
        from OrleansStorage where rowid = @State;
        insert into videos (id, {Columns}) select @Id, {Columns} from videos where id = @Of;
        insert into storage_charges (video_id, account_id, bytes) select @Id, account_id, bytes from storage_charges where video_id = @Of;
        insert into deletions (id, video_id, slot, generation, version, state, step, due_at, next_attempt_at, attempts, claimed_until,
            removal_started, owner_id, owner_name, size, bytes_freed, requested_by, requested_at)
        select @Id, @Id, @Slot, generation, version, state, step, 1, 1, 0, 0, 0, owner_id, owner_name, size, 0, requested_by, requested_at
        from deletions where video_id = @Of;
        """;

    private SqliteDataSource Source => new(Directory.EnumerateFiles(data, "*.db").Single(), SqliteSynchronous.Normal);

    /// <summary>Makes them.</summary>
    /// <param name="original">A video in the trash.</param>
    /// <param name="count">How many.</param>
    public async Task Make(Guid original, int count)
    {
        using var source = Source;
        await using var connection = source.OpenConnection();
        var (n0, n1) = KeyOf(original);
        var state = await connection.QuerySingleAsync<long>(
            "select rowid from OrleansStorage where GrainIdN0 = @n0 and GrainIdN1 = @n1 and GrainTypeString like '%video%'", new { n0, n1 });
        await using var transaction = await connection.BeginTransactionAsync();
        for (var i = 0; i < count; i++)
        {
            var id = Guid.CreateVersion7();
            var (own0, own1) = KeyOf(id);
            await connection.ExecuteAsync(CopySql, new
            {
                Id = id.ToString("D"),
                Of = original.ToString("D"),
                N0 = own0,
                N1 = own1,
                State = state,
                Slot = OrleansVideo.Deletion.DeletionShardKey.SlotOf(id),
            }, transaction);
        }

        await transaction.CommitAsync();
    }

    /// <summary>Has those that are left wait for years, or be due now.</summary>
    /// <param name="areDue">Which of the two.</param>
    public async Task Set(bool areDue)
    {
        using var source = Source;
        await using var connection = source.OpenConnection();
        await connection.ExecuteAsync("update deletions set next_attempt_at = @at, claimed_until = 0 where state = 0 and due_at = 1", new
        {
            at = areDue ? 1 : DateTimeOffset.UnixEpoch.AddYears(200).ToUnixTimeMilliseconds(),
        });
    }

    /// <summary>How many deletions are done.</summary>
    public async Task<long> CountDone()
    {
        using var source = Source;
        await using var connection = source.OpenConnection();
        return await connection.ExecuteScalarAsync<long>("select count(*) from deletions where state = 1");
    }

    /// <summary>The two numbers by which Orleans' ADO.NET storage finds a grain with a GUID for a key.</summary>
    private static (long N0, long N1) KeyOf(Guid id)
    {
        var bytes = id.ToByteArray();
        return (BitConverter.ToInt64(bytes, 0), BitConverter.ToInt64(bytes, sizeof(long)));
    }
}
