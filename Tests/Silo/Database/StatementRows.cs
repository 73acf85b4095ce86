using System.Data;
using System.Globalization;

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>
/// Runs statements and reads their rows, alike for every database: column names in any case, whole numbers as 64 bits, moments as text.
/// </summary>
internal static class StatementRows
{
    public static List<Dictionary<string, object?>> Query(
        this IDbConnection connection, string queryKey, (string Name, object? Value)[] parameters)
        => connection.Rows((string)connection.Rows("SELECT QueryText FROM OrleansQuery WHERE QueryKey = @key", [("key", queryKey)])[0]["QueryText"]!, parameters);

    public static List<Dictionary<string, object?>> Rows(this IDbConnection connection, string text, (string Name, object? Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value, parameter.DbType) = ("@" + name, value ?? DBNull.Value, TypeOf(name, value));
            command.Parameters.Add(parameter);
        }

        var rows = new List<Dictionary<string, object?>>();
        using var reader = command.ExecuteReader();
        do
        {
            while (reader.Read())
            {
                rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(
                    reader.GetName, column => Plain(reader.GetValue(column)), StringComparer.OrdinalIgnoreCase));
            }
        }
        while (reader.NextResult());
        return rows;
    }

    /// <summary>The type that Orleans binds, which a null does not tell.</summary>
    private static DbType TypeOf(string name, object? value) => value switch
    {
        int => DbType.Int32,
        long => DbType.Int64,
        byte[] => DbType.Binary,
        DateTime => DbType.DateTime,
        null when name.EndsWith("Version", StringComparison.Ordinal) => DbType.Int32,
        _ => DbType.String,
    };

    private static object? Plain(object value) => value switch
    {
        DBNull => null,
        int number => (long)number,
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        _ => value,
    };
}
