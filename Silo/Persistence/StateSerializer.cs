using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Orleans.Storage;

namespace OrleansVideo.Silo.Persistence;

/// <summary>
/// Writes grain state as plain JSON: camelCase names, enums as camelCase words, no name of a CLR type, so that classes may be renamed
/// and moved without touching what is stored. These are the only settings: those of a type's own context do not count.
/// </summary>
/// <remarks>
/// For two releases side by side, a member that this release does not know goes to the type's extension data and is written back;
/// a word that it does not know is read as <c>Unknown</c> where the enum has that value, and a state that holds it is not written.
/// </remarks>
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
            Converters = { new EnumWordConverterFactory() },
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

/// <summary>Reads and writes enums as the camelCase words of their values, and never as numbers.</summary>
internal sealed class EnumWordConverterFactory : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(EnumWordConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class EnumWordConverter<TEnum> : JsonConverter<TEnum>
        where TEnum : struct, Enum
    {
        private const string Unknown = "Unknown";

        private static readonly Dictionary<string, TEnum> Values = Enum.GetNames<TEnum>().Where(name => name != Unknown)
            .ToDictionary(JsonNamingPolicy.CamelCase.ConvertName, Enum.Parse<TEnum>, StringComparer.Ordinal);

        private static readonly Dictionary<TEnum, string> Words = Values.ToDictionary(pair => pair.Value, pair => pair.Key);

        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException($"A {typeof(TEnum).Name} is stored as a word.");
            var word = reader.GetString()!;
            if (Values.TryGetValue(word, out var value) || Enum.TryParse(Unknown, out value)) return value;
            throw new JsonException($"'{word}' is no {typeof(TEnum).Name}.");
        }

        /// <exception cref="JsonException">The value stands for a word that was not known when it was read: writing it would lose the word.</exception>
        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Words.TryGetValue(value, out var word) ? word : throw new JsonException($"The {typeof(TEnum).Name} {value} has no word."));
    }
}
