using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts.Sessions;

/// <summary>
/// What the header User-Agent tells of a device (RFC 9110 §10.1.5), in names that people know. Browsers claim to be others as well, so
/// the order matters: who claims to be Chrome and Edge is Edge.
/// </summary>
public static class UserAgent
{
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Opera", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Vivaldi/", "Vivaldi"),
        ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Epiphany/", "GNOME Web"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    /// <summary>The device; a program that is no browser goes by the name of its first product token.</summary>
    public static Device DeviceOf(string? header) => string.IsNullOrWhiteSpace(header)
        ? Device.Unknown
        : new Device(Named(Browsers, header) ?? Product(header), Named(Systems, header));

    private static string? Named((string Mark, string Name)[] names, string header) =>
        Array.Find(names, name => header.Contains(name.Mark, StringComparison.Ordinal)).Name;

    private static string? Product(string header)
    {
        var name = header.Trim().Split('/', ' ')[0];
        return name.Length is > 0 and <= Device.MaxLength && PlainText.IsSingleLine(name) ? name : null;
    }
}
