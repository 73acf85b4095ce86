using System.Security.Cryptography;
using System.Text;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>
/// The one-time code by which the owner of the machine becomes the first admin. It lies in a file that the owner alone
/// can read; who knows it can read that file. It is gone as soon as there is an admin.
/// </summary>
/// <param name="file">The file that holds the code.</param>
/// <param name="grains">The cluster, which knows whether there is an admin.</param>
public sealed class SetupCode(SetupCodeFile file, IGrainFactory grains) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Makes sure that there is a code as long as there is no admin, and none afterwards.</summary>
    /// <returns>The path of the file with the code; null when there is an admin.</returns>
    public async Task<string?> OfferAsync()
    {
        if (!await HasAdminAsync())
        {
            file.Create();
            return file.FilePath;
        }

        file.Remove();
        return null;
    }

    /// <summary>
    /// Creates the first admin, if the code is right and there is none yet; one at a time. Who does not know the code waits for nobody and
    /// keeps nobody waiting; how often one may try, the caller says.
    /// </summary>
    /// <param name="code">The code as the visitor gave it.</param>
    /// <param name="create">Creates the account.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Result<AccountRecord>> UseAsync(
        string? code, Func<Task<Result<AccountRecord>>> create, CancellationToken cancellationToken)
    {
        if (!IsRight(code)) return RefusalCode.SetupCodeWrong;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!IsRight(code)) return RefusalCode.SetupCodeWrong; // It was used meanwhile.
            if (await HasAdminAsync())
            {
                file.Remove();
                return RefusalCode.SetupCodeWrong;
            }

            return file.TryTake() ? await CreateAsync(create) : RefusalCode.SetupCodeWrong;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<Result<AccountRecord>> CreateAsync(Func<Task<Result<AccountRecord>>> create)
    {
        var isDone = false;
        try
        {
            var created = await create();
            isDone = created.Refusal is null;
            return created;
        }
        finally
        {
            if (isDone) file.Remove();
            else file.PutBack();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private bool IsRight(string? code) => file.Read() is { } expected && AreEqual(code?.Trim(), expected);

    private Task<bool> HasAdminAsync() => grains.GetGrain<ICatalogGrain>(0).HasAdmin();

    /// <summary>Takes the same time wherever the two differ; hashing first hides the length as well.</summary>
    private static bool AreEqual(string? given, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}

/// <summary>The file with the one-time set-up code, readable by its owner alone.</summary>
/// <param name="path">Where it lies.</param>
public sealed class SetupCodeFile(string path)
{
    private const string Alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int Length = 24;

    private string Taken => path + ".taken";

    /// <summary>Where it lies.</summary>
    public string FilePath => path;

    /// <summary>Writes a fresh code, unless there is one already. It appears whole: several frontends may do this at once.</summary>
    public void Create()
    {
        if (Read() is not null) return;
        File.Delete(path); // Not one of ours: ours appear whole.
        var fresh = $"{path}.{Guid.NewGuid():N}";
        Write(fresh);
        try
        {
            File.Move(fresh, path, overwrite: false);
        }
        catch (IOException) when (Read() is not null)
        {
            File.Delete(fresh); // Another frontend's code came first, and holds.
        }
    }

    /// <summary>The code; null when there is none.</summary>
    public string? Read()
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: Length } code ? code : null;
        }
        catch (FileNotFoundException)
        {
            return null; // Set-up is over.
        }
    }

    /// <summary>Takes the code out of use while its owner's account is being made, so that it serves once, whichever frontend is asked.</summary>
    /// <returns>False when somebody else has it, or set-up is over.</returns>
    public bool TryTake()
    {
        try
        {
            File.Move(path, Taken, overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Puts a taken code back into use.</summary>
    public void PutBack() => File.Move(Taken, path, overwrite: true);

    private static void Write(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.WriteLine(RandomNumberGenerator.GetString(Alphabet, Length));
    }

    /// <summary>Removes it. Removing what is not there is done.</summary>
    public void Remove()
    {
        File.Delete(path);
        File.Delete(Taken);
    }
}
