using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Orleans.Storage;

namespace OrleansVideo.Silo.Persistence;

/// <summary>
/// Writes grain state as plain JSON: camelCase names, enums as camelCase words, no name of a CLR type, so that classes may be renamed
/// and moved without touching what is stored. Properties that a reader does not know are skipped.
/// </summary>
public sealed class StateSerializer : IGrainStorageSerializer
{
    private readonly JsonSerializerOptions options;

    /// <summary>Creates a serializer for the types that a resolver describes, and for no others.</summary>
    /// <param name="types">The state types, usually a source-generated <c>JsonSerializerContext</c>.</param>
    public StateSerializer(IJsonTypeInfoResolver types)
    {
        options = new JsonSerializerOptions
        {
            TypeInfoResolver = types,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            AllowDuplicateProperties = false,
            // The text goes to a database, never into a page: letters of every script stay as they are.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.MakeReadOnly();
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The type is not among the known state types.</exception>
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input!, Describe<T>()));

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The type is not among the known state types.</exception>
    /// <exception cref="JsonException">What is stored is not this type's JSON.</exception>
    public T Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return JsonSerializer.Deserialize(input.ToMemory().Span, Describe<T>())
            ?? throw new JsonException($"The stored {typeof(T).Name} is null.");
    }

    private JsonTypeInfo<T> Describe<T>() => options.TryGetTypeInfo(typeof(T), out var type)
        ? (JsonTypeInfo<T>)type
        : throw new NotSupportedException($"{typeof(T)} is not a grain state type: name it in the JsonSerializerContext of the grains.");
}
