using System.Text;
using System.Text.Json;

namespace OrleansVideo.WebFrontend.PassThrough;

/// <summary>The call that the pass-through was asked to make: <c>{"url","method","req_body"}</c>.</summary>
/// <param name="Target">What is called.</param>
/// <param name="Method">How, in upper case.</param>
/// <param name="Body">The JSON that is sent, as UTF-8; empty for none.</param>
public sealed record Envelope(ApiTarget Target, string Method, ReadOnlyMemory<byte> Body)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// Reads an envelope. The method may be in any case; <c>req_body</c> is a string that holds the body, an object that
    /// is the body, or null or absent for none. GET and HEAD send no body, whatever <c>req_body</c> says.
    /// </summary>
    /// <param name="utf8">The request's body.</param>
    /// <param name="envelope">The call when this returns null.</param>
    /// <returns>Why there is no call: <see cref="RefusalCode.EnvelopeInvalid"/> or <see cref="RefusalCode.TargetNotAllowed"/>.</returns>
    public static RefusalCode? Read(ReadOnlyMemory<byte> utf8, out Envelope? envelope)
    {
        envelope = null;
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || Text(root, "url") is not { } url
                || Text(root, "method")?.ToUpperInvariant() is not { } method || !Methods.Contains(method)
                || !TryReadBody(root, out var body))
                return RefusalCode.EnvelopeInvalid;
            if (ApiTarget.Read(url) is not { } target) return RefusalCode.TargetNotAllowed;
            envelope = new Envelope(target, method, method is "GET" or "HEAD" ? default : body);
            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string with half a surrogate pair, which is JSON but no text.
            return RefusalCode.EnvelopeInvalid;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool TryReadBody(JsonElement root, out ReadOnlyMemory<byte> body)
    {
        body = default;
        if (!root.TryGetProperty("req_body", out var value)) return true;
        switch (value.ValueKind)
        {
            case JsonValueKind.Null: return true;
            case JsonValueKind.String: body = Encoding.UTF8.GetBytes(value.GetString()!); return true;
            case JsonValueKind.Object: body = Encoding.UTF8.GetBytes(value.GetRawText()); return true;
            default: return false;
        }
    }
}
