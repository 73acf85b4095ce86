using Dapper;
using OrleansVideo.Grains.Database;
using OrleansVideo.Accounts;

namespace OrleansVideo.Grains.Accounts;

/// <summary>The accounts' read model: id to name, and whether there is an admin. Only an account's own grain writes its row.</summary>
internal sealed class AccountRows(IVideoDatabase database)
{
    private const string UpsertSql =
        """
        insert into accounts (account_id, user_name, normalized_name, is_admin, created_at, revision)
        values (@Id, @Name, @Normalized, @IsAdmin, @CreatedAt, @Revision)
        on conflict (account_id) do update set is_admin = excluded.is_admin, revision = excluded.revision
        where accounts.revision < excluded.revision
        """;

    /// <summary>The revision of an account's row; 0 when there is none.</summary>
    public async Task<long> FindRevision(Guid accountId)
    {
        await using var connection = await database.OpenAsync();
        return await connection.ExecuteScalarAsync<long?>(
            "select revision from accounts where account_id = @id", new { id = accountId.ToString("D") }) ?? 0;
    }

    /// <summary>Writes the row unless a newer one is there.</summary>
    public Task Publish(UserState state) => database.ExecuteAsync(
        UpsertSql,
        new
        {
            Id = state.AccountId.ToString("D"),
            Name = state.UserName,
            Normalized = UserName.Normalize(state.UserName),
            IsAdmin = state.Roles.Contains(Roles.Admin) ? 1 : 0,
            CreatedAt = state.CreatedAt.ToUnixTimeMilliseconds(),
            state.Revision,
        });

    /// <summary>Whether any account is an admin.</summary>
    public async Task<bool> AnyAdmin(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select count(*) from (select 1 from accounts where is_admin = 1 limit 1) found", cancellationToken: cancellationToken)) > 0;
    }

    /// <summary>The name of an account; null when there is none with this id.</summary>
    public async Task<string?> FindName(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
            "select user_name from accounts where account_id = @id", new { id = accountId.ToString("D") }, cancellationToken: cancellationToken));
    }
}
