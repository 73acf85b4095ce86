using System.Data.Common;

namespace OrleansVideo.Silo.Persistence;

/// <summary>The site's database as Orleans' ADO.NET providers take it.</summary>
/// <param name="Invariant">
/// The name by which they know the kind of database and how to bind parameters. The driver of that name is not loaded by them: the
/// connections come from <paramref name="DataSource"/>.
/// </param>
/// <param name="DataSource">Opens the connections.</param>
internal sealed record ProviderDatabase(string Invariant, DbDataSource DataSource);
